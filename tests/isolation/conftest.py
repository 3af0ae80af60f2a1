"""The two workspaces of the matrix."""

import pytest

from tests.isolation.world import World, build_world


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "isolation" in item.path.parts:
            item.add_marker(pytest.mark.isolation)


@pytest.fixture
def world(db: None) -> World:
    return build_world()
