"""What people use who work on Quintain: its gates and tests, its browsers, its front end. No part of the wheel."""
