"""Single sign-on by OpenID Connect: the provider, its tokens, and whom people are there."""
