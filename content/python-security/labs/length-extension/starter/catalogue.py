"""The drawings of the workshop: who may have them, the preview, and the drawing in full size."""

CODE = "${company_code}"
"""The code of the company that pays for full sizes, and owns the private drawings."""

DRAWINGS = {
    "12": ("public", {"preview": "${bracket_preview}", "full": "${bracket_full}"}),
    "41": ("private", {"preview": "${rotor_preview}", "full": "${rotor_full}"}),
}
