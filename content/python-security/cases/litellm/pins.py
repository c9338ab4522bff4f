"""Which requirements of real projects allowed the poisoned version?"""

from packaging.specifiers import SpecifierSet

POISONED = "1.82.8"
REQUIREMENTS = {
    "TrendRadar": ">=1.57.0,<2.0.0",
    "dreadnode rigging": ">=1.67.2,<2",  # written as ^1.67.2
    "morphik-core": ">=1.69.1",
    "NVIDIA ToolOrchestra": "==1.76.0",
    "after 24 March": "<=1.82.6",
}

for project, requirement in REQUIREMENTS.items():
    answer = "allows it" if POISONED in SpecifierSet(requirement) else "refuses it"
    print(f"{project:<22}litellm{requirement:<17}{answer}")
