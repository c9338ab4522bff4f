"""Source that runs inside the box. The server never imports it: it is copied into every runtime."""
