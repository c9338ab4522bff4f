"""What a person gets of their certificates when their data are exported: the files themselves."""

from collections.abc import Iterator

from quintain.accounts.models import User
from quintain.accounts.people.personal_data import ExportedFile
from quintain.certificates.models import Certificate


def files_of_person(person: User) -> Iterator[ExportedFile]:
    """Yield the PDF and the credential of each certificate."""
    for certificate in Certificate.objects.filter(person=person).iterator(chunk_size=1):
        yield ExportedFile(f"certificates/{certificate.code}.pdf", bytes(certificate.pdf))
        yield ExportedFile(f"certificates/{certificate.code}.jwt", certificate.credential)
