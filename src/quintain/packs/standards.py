"""The standards that lessons and labs are mapped to: OWASP Top 10:2025 and OWASP ASVS 5.0.0.

Sources: https://owasp.org/Top10/2025/ and https://github.com/OWASP/ASVS, tag v5.0.0. Titles are those of the standards.
"""

from collections.abc import Mapping
from typing import Final

TOP_10: Final[Mapping[str, str]] = {
    "A01:2025": "Broken Access Control",
    "A02:2025": "Security Misconfiguration",
    "A03:2025": "Software Supply Chain Failures",
    "A04:2025": "Cryptographic Failures",
    "A05:2025": "Injection",
    "A06:2025": "Insecure Design",
    "A07:2025": "Authentication Failures",
    "A08:2025": "Software or Data Integrity Failures",
    "A09:2025": "Security Logging and Alerting Failures",
    "A10:2025": "Mishandling of Exceptional Conditions",
}
TOP_10_URL: Final = "https://owasp.org/Top10/2025/"
ASVS_URL: Final = "https://github.com/OWASP/ASVS/tree/v5.0.0/5.0/en"

# Each section of the ASVS: its title, and how many requirements it has; they are numbered from 1.
ASVS: Final[Mapping[str, tuple[str, int]]] = {
    "1.1": ("Encoding and Sanitization Architecture", 2),
    "1.2": ("Injection Prevention", 10),
    "1.3": ("Sanitization", 12),
    "1.4": ("Memory, String, and Unmanaged Code", 3),
    "1.5": ("Safe Deserialization", 3),
    "2.1": ("Validation and Business Logic Documentation", 3),
    "2.2": ("Input Validation", 3),
    "2.3": ("Business Logic Security", 5),
    "2.4": ("Anti-automation", 2),
    "3.1": ("Web Frontend Security Documentation", 1),
    "3.2": ("Unintended Content Interpretation", 3),
    "3.3": ("Cookie Setup", 5),
    "3.4": ("Browser Security Mechanism Headers", 8),
    "3.5": ("Browser Origin Separation", 8),
    "3.6": ("External Resource Integrity", 1),
    "3.7": ("Other Browser Security Considerations", 5),
    "4.1": ("Generic Web Service Security", 5),
    "4.2": ("HTTP Message Structure Validation", 5),
    "4.3": ("GraphQL", 2),
    "4.4": ("WebSocket", 4),
    "5.1": ("File Handling Documentation", 1),
    "5.2": ("File Upload and Content", 6),
    "5.3": ("File Storage", 3),
    "5.4": ("File Download", 3),
    "6.1": ("Authentication Documentation", 3),
    "6.2": ("Password Security", 12),
    "6.3": ("General Authentication Security", 8),
    "6.4": ("Authentication Factor Lifecycle and Recovery", 6),
    "6.5": ("General Multi-factor authentication requirements", 8),
    "6.6": ("Out-of-Band authentication mechanisms", 4),
    "6.7": ("Cryptographic authentication mechanism", 2),
    "6.8": ("Authentication with an Identity Provider", 4),
    "7.1": ("Session Management Documentation", 3),
    "7.2": ("Fundamental Session Management Security", 4),
    "7.3": ("Session Timeout", 2),
    "7.4": ("Session Termination", 5),
    "7.5": ("Defenses Against Session Abuse", 3),
    "7.6": ("Federated Re-authentication", 2),
    "8.1": ("Authorization Documentation", 4),
    "8.2": ("General Authorization Design", 4),
    "8.3": ("Operation Level Authorization", 3),
    "8.4": ("Other Authorization Considerations", 2),
    "9.1": ("Token source and integrity", 3),
    "9.2": ("Token content", 4),
    "10.1": ("Generic OAuth and OIDC Security", 2),
    "10.2": ("OAuth Client", 3),
    "10.3": ("OAuth Resource Server", 5),
    "10.4": ("OAuth Authorization Server", 16),
    "10.5": ("OIDC Client", 5),
    "10.6": ("OpenID Provider", 2),
    "10.7": ("Consent Management", 3),
    "11.1": ("Cryptographic Inventory and Documentation", 4),
    "11.2": ("Secure Cryptography Implementation", 5),
    "11.3": ("Encryption Algorithms", 5),
    "11.4": ("Hashing and Hash-based Functions", 4),
    "11.5": ("Random Values", 2),
    "11.6": ("Public Key Cryptography", 2),
    "11.7": ("In-Use Data Cryptography", 2),
    "12.1": ("General TLS Security Guidance", 5),
    "12.2": ("HTTPS Communication with External Facing Services", 2),
    "12.3": ("General Service to Service Communication Security", 5),
    "13.1": ("Configuration Documentation", 4),
    "13.2": ("Backend Communication Configuration", 6),
    "13.3": ("Secret Management", 4),
    "13.4": ("Unintended Information Leakage", 7),
    "14.1": ("Data Protection Documentation", 2),
    "14.2": ("General Data Protection", 8),
    "14.3": ("Client-side Data Protection", 3),
    "15.1": ("Secure Coding and Architecture Documentation", 5),
    "15.2": ("Security Architecture and Dependencies", 5),
    "15.3": ("Defensive Coding", 7),
    "15.4": ("Safe Concurrency", 4),
    "16.1": ("Security Logging Documentation", 1),
    "16.2": ("General Logging", 5),
    "16.3": ("Security Events", 4),
    "16.4": ("Log Protection", 3),
    "16.5": ("Error Handling", 4),
    "17.1": ("TURN Server", 2),
    "17.2": ("Media", 8),
    "17.3": ("Signaling", 2),
}


def asvs_section(requirement: str) -> str:
    """Return the section that a requirement such as ``1.2.4`` is in: ``1.2``."""
    return requirement.rpartition(".")[0]


def is_asvs(requirement: str) -> bool:
    """Tell whether the ASVS 5.0.0 has this requirement."""
    section, _, number = requirement.rpartition(".")
    return section in ASVS and number.isdecimal() and 1 <= int(number) <= ASVS[section][1]
