"""Settings of this server."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    site: str
    gateway_key: str
    operator_key: str


settings = Settings(
    site="https://combs.example",
    gateway_key="${gateway_key}",
    operator_key="${operator_key}",
)
