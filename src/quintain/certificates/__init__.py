"""Certificates: who has earned one, its PDF and signed credential, its public page, and its revocation.

``keys``, ``signatures``, ``credential``, ``status_list``, ``papers`` and ``verification`` know no Django: with them,
anybody checks a certificate without a server.
"""
