"""All SQL of the project: whole statements, each with a name, in the order of a load. Values travel as `$parameters`;
identifiers come from `ledgers.schema` only. Nothing here talks to a database.
"""
