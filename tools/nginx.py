"""Find nginx and write its configuration: what stands before the workers of a hall.

``python -m tools.nginx`` says which nginx there is, or fails: the Makefile asks. With ports of
workers it writes the file for a server.
"""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from .server import ROOT

UNPACKED = ROOT / ".venv/nginx/usr/sbin"  # where the Makefile unpacks Debian's package
SYSTEM = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin")  # often not in the PATH of a user
MISSING = "make hall needs nginx: on Debian or Ubuntu, apt-get install nginx-light as root."
FORM_MEGABYTES = 1  # around an uploaded file; Streamlit allows as many


def find_nginx() -> str:
    """Give the path of nginx: what the variable NGINX names, the system's, or the unpacked one."""
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), *SYSTEM, str(UNPACKED)])
    found = os.environ.get("NGINX") or shutil.which("nginx", path=places)
    if found is None:
        raise FileNotFoundError(MISSING)
    return found


def upload_megabytes() -> int:
    """Give the size of the largest upload that the app takes."""
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    return int(settings["server"]["maxUploadSize"])


def _template(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _repeat(text: str, word: str, ports: Sequence[int]) -> str:
    """Repeat every line with a word for each of some ports."""
    return re.sub(
        rf"^.*\b{word}\b.*\n",
        lambda line: "".join(line[0].replace(word, str(port)) for port in ports),
        text,
        flags=re.M,
    )


def site(ports: Sequence[int], listen: str, compressor: int, cache: str) -> str:
    """Write the configuration of nginx in front of some workers.

    Parameters
    ----------
    ports
        The loopback ports of the workers.
    listen
        The port that visitors use, or an address with a port.
    compressor
        The loopback port on which nginx compresses files for itself.
    cache
        The folder in which it keeps them.
    """
    text = _template("nginx_site.conf")
    block = re.search(r"^upstream logitviz_WORKER \{\n.*?^\}\n", text, flags=re.M | re.S)
    if block is None:
        raise ValueError("nginx_site.conf has no block for a visitor whose cookie names a worker")
    blocks = [
        _repeat(block[0], "OTHER", [other for other in ports if other != port]).replace(
            "WORKER", str(port)
        )
        for port in ports
    ]
    text = _repeat(text.replace(block[0], "".join(blocks)), "WORKER", ports)
    megabytes = str(upload_megabytes() + FORM_MEGABYTES)
    for word, value in (
        ("LISTEN", listen),
        ("COMPRESSOR", str(compressor)),
        ("CACHE", cache),
        ("UPLOAD", megabytes),
    ):
        text = text.replace(word, value)
    return text


def write_config(folder: Path, of_site: str) -> list[str]:
    """Write the configuration of a whole nginx into a folder; give the command that starts it."""
    text = _template("nginx_main.conf")
    if os.geteuid() == 0:  # else its processes would be those of a user who may not read the folder
        text = f"user {pwd.getpwuid(0).pw_name};\n{text}"
    (folder / "nginx.conf").write_text(text.replace("FOLDER", str(folder)), encoding="utf-8")
    (folder / "site.conf").write_text(of_site, encoding="utf-8")
    return [find_nginx(), "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]


def server_site(ports: Sequence[int]) -> str:
    """Write the configuration for a server, as docs/hall.md shows it."""
    return site(ports, "80", min(ports) - 1, "/var/lib/nginx/logitviz")


if __name__ == "__main__":
    if sys.argv[1:]:
        print(server_site([int(port) for port in sys.argv[1:]]), end="")
        sys.exit()
    try:
        sys.exit(subprocess.run([find_nginx(), "-v"]).returncode)
    except FileNotFoundError as error:
        sys.exit(str(error))
