"""The classroom for programs: a REST API that reads classes, by tokens that instructors and operators make.

A token does what its scopes name, and never more than its owner may at the time of a request.
"""
