"""The second letter frees the text of the first one, and the letter of the office gets this memory."""

from target import call

mine = call("desk:write", "Eve\n1 High Street", "Dear Sir or Madam", "1111")
call("desk:write", "Eve\n1 High Street", "Dear Sir or Madam", "1111")
call("desk:office_letter")
print(call("desk:read", mine, "1111"))
