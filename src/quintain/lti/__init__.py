"""Learning platforms (Moodle, Canvas, Open edX …) that open Quintain as a tool of theirs: LTI 1.3 and LTI Advantage.

A platform signs a message for each person that it sends here. The room checks it, finds or makes the account, lets an
instructor choose what is linked (deep linking), sends scores back, and reads the list of members. The protocol is
written here after the specifications of 1EdTech, on PyJWT and httpx.
"""
