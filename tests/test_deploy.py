"""What is shipped for servers is what this code needs."""

import re

import pytest
import yaml

from tests import copies
from tests.ground import CHECKOUT
from tppo_tracker import environment


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())


@pytest.mark.parametrize("name", ["web", "worker", "beat", "names"])
def test_serving_programs_have_what_production_requires(compose, name):
    variables = compose["services"][name]["environment"]
    assert variables["TPPO_ENV"] == "production"
    assert set(environment.REQUIRED) <= set(variables)
    assert not any("OWNER" in variable for variable in variables)


def test_only_migrate_knows_the_owner(compose):
    with_owner = {
        name
        for name, service in compose["services"].items()
        if "DATABASE_OWNER_URL" in (service.get("environment") or {})
    }
    assert with_owner == {"migrate"}


def test_the_key_store_is_another_server_with_another_volume(compose):
    register, keys = (compose["services"][name] for name in ("postgres", "keys"))
    assert "@keys:" in compose["services"]["web"]["environment"]["KEYSTORE_URL"]
    assert not {v.split(":")[0] for v in register["volumes"]} & {
        v.split(":")[0] for v in keys["volumes"] if not v.startswith("./")
    }


def test_only_the_proxy_is_reachable_from_outside(compose):
    assert [n for n, s in compose["services"].items() if s.get("ports")] == ["proxy"]


def test_no_secret_is_written_down(compose):
    text = (CHECKOUT / "docker-compose.yml").read_text()
    wanted = set(re.findall(r"\$\{(\w+):\?", text))
    example = (CHECKOUT / "deploy" / "env.example").read_text()
    offered = dict(line.split("=", 1) for line in example.splitlines() if "=" in line)
    assert wanted == set(offered)
    files = {"KEYRING_FILE", "AUDIT_HEADS_FOLDER"}
    assert {name for name, value in offered.items() if value} == files
    assert not re.search(r"(PASSWORD|SECRET_KEY): (?!\$\{\w+:\?\})\S", text)


def test_the_files_that_compose_mounts_exist(compose):
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert not source.startswith("./") or (CHECKOUT / source).is_file()


def test_the_heads_of_the_audit_are_kept_outside_the_databases(compose):
    mounts = compose["services"]["worker"]["volumes"]
    assert any(mount.endswith(":/heads") for mount in mounts)
    variables = compose["services"]["worker"]["environment"]
    assert variables["AUDIT_HEADS_FILE"].startswith("/heads/")


def test_who_searches_names_reaches_the_socket_and_not_the_file(compose):
    mounts = {
        name: {volume.split(":")[0] for volume in compose["services"][name]["volumes"]}
        for name in ("web", "worker", "names")
    }
    variables = compose["services"]["names"]["environment"]
    assert variables["NAMES_SOCKET"].startswith("/names/")
    assert variables["NAMES_SNAPSHOT"].startswith("/names-kept/")
    assert all("names" in found for found in mounts.values())
    assert [name for name in mounts if "names-kept" in mounts[name]] == ["names"]


def test_static_files_are_collected_for_production_without_any_service():
    with copies.copied() as folder:
        done = copies.run(folder, "deploy/build")
        assert done.returncode == 0, done.stderr
        names = {file.name for file in (folder / "staticfiles").iterdir()}
        assert "staticfiles.json" in names
        assert any(re.fullmatch(r"app\.[0-9a-f]{12}\.css", name) for name in names)
        assert not (folder / ".local").exists()
