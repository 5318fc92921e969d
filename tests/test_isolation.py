"""No test reaches the developer's own files, whatever it starts and however it is called."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
from pathlib import Path

from conftest import HOMES, Run

FOLDERS = """
import json
from pathlib import Path
import platformdirs
from causalkb.paths import default_directory
from causalkb.search.embedding.model_files import cache_directory
found = [Path.home(), Path("~").expanduser(), default_directory(), cache_directory()]
found += [platformdirs.user_data_path("causalkb"), platformdirs.user_config_path("causalkb"),
          platformdirs.user_cache_path("causalkb"), platformdirs.user_state_path("causalkb")]
print(json.dumps([str(path) for path in found]))
"""


def test_every_folder_of_the_user_is_a_temporary_one(
    user_home: Path, tmp_path_factory: object
) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "CAUSALKB_PATH"}
    done = subprocess.run(
        [sys.executable, "-c", FOLDERS], env=environment, capture_output=True, check=True
    )
    root = user_home.parent.parent
    folders = [Path(name) for name in json.loads(done.stdout)]
    assert [path for path in folders if not path.is_relative_to(root)] == []
    developer = Path(pwd.getpwuid(os.geteuid()).pw_dir)
    assert [path for path in folders if path.is_relative_to(developer)] == []
    assert [name for name in HOMES if not Path(os.environ[name]).is_relative_to(user_home)] == []


def test_a_command_without_a_place_makes_its_knowledge_base_in_the_temporary_home(
    run: Run, user_home: Path
) -> None:
    done = run("init", "--empty", CAUSALKB_PATH="")
    assert done.returncode == 0, done.stderr
    assert str(user_home) in done.stderr


def test_a_process_without_the_rights_of_root_keeps_to_permissions(
    run_as_user: Run, kb_path: Path
) -> None:
    (kb_path / "causalkb.db").chmod(0)
    done = run_as_user("list")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
