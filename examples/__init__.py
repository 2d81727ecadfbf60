"""The demo district: invented ledgers of 清新区 2022 that a newcomer can load, and the script that makes them."""
