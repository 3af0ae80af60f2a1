"""What is in this folder can be left out, or run alone, by its mark."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "isolation" in item.path.parts:
            item.add_marker(pytest.mark.isolation)
