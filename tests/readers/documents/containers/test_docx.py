from tests.readers.documents.containers.docx_files import docx
def test_a() -> None:
    assert docx()
