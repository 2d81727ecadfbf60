"""Who is at this host itself: until there are accounts, the one right that can be told apart.

The answer rests on where the server listens and on what the connection says; it knows nothing of people.
"""

from collections.abc import Mapping
from ipaddress import ip_address

__all__ = ["is_elsewhere", "refused"]

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""Headers by which a proxy says that the visitor is somebody else than whom the server sees."""


def refused(address: str | None, visitor: str | None, headers: Mapping[str, str]) -> str | None:
    """Say why a visitor may not see what is for this host alone; None when they may.

    address: where the server listens (None: everywhere); visitor: the address of the connection, None for this host.

    >>> refused("127.0.0.1", None, {"Host": "localhost:8501"}) is None
    True
    >>> refused(None, None, {})
    '考察材料只在服务器只监听本机时提供；现在别的电脑也能访问，所以不显示。'
    """
    said = {name.lower(): value for name, value in headers.items()}
    if not _is_here(address):
        return "考察材料只在服务器只监听本机时提供；现在别的电脑也能访问，所以不显示。"
    if is_elsewhere(visitor, headers):
        return "考察材料只给坐在这台电脑前的人看；您是从别处连进来的，所以不显示。"
    if "host" in said and not _is_here(_name(said["host"])):
        return "考察材料只给坐在这台电脑前的人看；请用“localhost”打开本页。"
    return None


def is_elsewhere(visitor: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a visitor sits at another computer than the server, directly or behind a proxy.

    >>> is_elsewhere(None, {}), is_elsewhere("192.168.1.9", {}), is_elsewhere(None, {"Via": "1.1 x"})
    (False, True, True)
    """
    said = {name.lower() for name in headers}
    return any(name in said for name in _FORWARDED) or (visitor is not None and not _is_here(visitor))


def _name(host: str) -> str:
    """The host without its port.

    >>> _name("localhost:8501"), _name("[::1]:8501")
    ('localhost', '::1')
    """
    return host[1:].split("]")[0] if host.startswith("[") else host.rsplit(":", 1)[0]


def _is_here(address: str | None) -> bool:
    if not address:
        return False
    if address.lower() == "localhost":
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
