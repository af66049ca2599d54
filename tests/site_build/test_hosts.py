"""What real servers send of a site, with the files that it has for them."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from socket import socket

import pytest
from small_project import ROOT, wait_until, write

from lesson_pages.site_settings import Settings
from site_build.hosting.for_hosts import FOREVER, headers, write_for_hosts

KNOWN = frozenset({"known()"})
FILES = {
    "en/index.html": "<p>一</p>",
    "en/_static/site.css": "a { content: '一' }" * 9,
    "en/_static/a.js": "'一'",
    "en/_static/math.woff2": "x",
    "en/start.md": "# 一",
    "en/lessons/a.py": "# 一",
    "en/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "llms.txt": "一",
    "404.html": "<h1>not here</h1>",
    ".fingerprint.json": "{}",
    ".well-known/acme": "token",
    "en/.hidden": "x",
}
PROGRAMS = os.pathsep.join([os.environ["PATH"], "/usr/sbin"])
NGINX = """\
daemon off; pid {folder}/pid; error_log {folder}/error.txt; {user}
events {{ }}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  {server}
}}
"""
APACHE = """\
ServerRoot {folder}
ServerName school.example
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/error.txt
{modules}
TypesConfig /etc/mime.types
DocumentRoot {site}
<Directory {site}>
  AllowOverride FileInfo
  Require all granted
</Directory>
AddOutputFilterByType DEFLATE text/html text/css text/markdown
"""
MODULES = ("mpm_event", "authz_core", "alias", "mime", "dir", "headers", "filter")
MODULES += ("deflate",)


def configure_nginx(folder: Path, site: Path, port: int, root: str) -> list[str]:
    """Return the command for nginx with the server block of the operators' page."""
    page = (ROOT / "docs/operators.md").read_text("utf-8")
    (server,) = re.findall("```nginx\n(.*?)```", page, re.DOTALL)
    server = server.replace("include /srv/site/", f"include {site}{root}")
    server = server.replace("/srv/site", str(site))
    server = server.replace("listen 80;", f"listen 127.0.0.1:{port};")
    user = "user root;" * (os.geteuid() == 0)
    write(folder / "conf", NGINX.format(folder=folder, server=server, user=user))
    return ["nginx", "-p", str(folder), "-e", f"{folder}/error.txt", "-c", "conf"]


def configure_apache(folder: Path, site: Path, port: int, root: str) -> list[str]:
    """Return the command for Apache, which finds `.htaccess` by itself."""
    lines = (f"LoadModule {x}_module {MODULES_AT}/mod_{x}.so" for x in MODULES)
    values = {"folder": folder, "site": site, "port": port}
    write(folder / "conf", APACHE.format(modules="\n".join(lines), **values))
    return ["apache2", "-d", str(folder), "-f", "conf", "-X"]


MODULES_AT = os.environ.get("APACHE_MODULES", "/usr/lib/apache2/modules")
SERVERS = {"nginx": configure_nginx, "apache2": configure_apache}


@pytest.fixture(scope="module", params=["/", "/courses/pytorch/"])
def root(request: pytest.FixtureRequest) -> str:
    """Return the folder of the site on its host."""
    return str(request.param)


@pytest.fixture(
    scope="module", params=["nginx", pytest.param("apache2", marks=pytest.mark.slow)]
)
def port(request, root, tmp_path_factory) -> Iterator[int]:
    """Return where a server of a kind delivers a site."""
    if shutil.which(request.param, path=PROGRAMS) is None:
        pytest.skip(f"needs {request.param}")
    folder = tmp_path_factory.mktemp("server")
    site = folder / "site"
    for name, text in FILES.items():
        write(site / root.strip("/") / name, text)
    settings = Settings(f"https://school.example{root}", "https://b.org", "main", "")
    write_for_hosts(settings, KNOWN, [], site / root.strip("/"))
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    command = SERVERS[request.param](folder, site, number, root)
    with subprocess.Popen(command, env=os.environ | {"PATH": PROGRAMS}) as process:
        try:
            wait_until(lambda: (folder / "pid").is_file() or process.poll())
            assert process.poll() is None, (folder / "error.txt").read_text()
            yield number
        finally:
            process.terminate()


@pytest.fixture
def get(port: int, root: str):
    """Return what asks for a file of the site."""

    def ask(name: str, **sent: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", root + name, headers=sent)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    return ask


def test_every_file_says_what_it_is(get):
    """Text is UTF-8, wherever a browser would guess."""
    text = {
        "en/": "text/html; charset=utf-8",
        "en/_static/site.css": "text/css; charset=utf-8",
        "en/start.md": "text/markdown; charset=utf-8",
        "llms.txt": "text/plain; charset=utf-8",
    }
    found = {name: get(name).getheader("Content-Type").lower() for name in text}

    assert found == text
    script = get("en/_static/a.js").getheader("Content-Type")
    assert re.fullmatch(r"(text|application)/javascript; charset=utf-8", script)
    assert get("en/a.svg").getheader("Content-Type").startswith("image/svg+xml")


@pytest.mark.parametrize("name", ["en/", "en/start.md", "en/a.svg", "no/such/page"])
def test_every_answer_has_the_headers(get, name):
    """Pages, files and the page for wrong addresses."""
    sent = get(name)

    assert {x: sent.getheader(x) for x in headers(KNOWN)} == headers(KNOWN)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("en/_static/site.css?v=5a3fa3f9", FOREVER),
        ("en/_static/a.js?v=5a3fa3f9", FOREVER),
        ("en/_static/math.woff2?v=5a3fa3f9", FOREVER),
        ("en/_static/site.css", "no-cache"),
        ("en/_static/site.css?v=1", "no-cache"),
        ("en/_static/site.css?v=5a3fa3f9&w=1", "no-cache"),
        ("en/index.html?v=5a3fa3f9", "no-cache"),
        ("en/?v=5a3fa3f9", "no-cache"),
        ("en/start.md", "no-cache"),
        ("en/_static/no.css?v=5a3fa3f9", "no-cache"),
    ],
)
def test_only_what_its_address_identifies_is_kept(get, name, kept):
    """Everything else is asked for again, pages above all."""
    assert (get(name).getheader("Cache-Control") or "no-cache") == kept


def test_caches_tell_packed_answers_from_others(get):
    """A cache between gives nobody what they cannot read."""
    packed = {"Accept-Encoding": "gzip"}

    assert get("en/_static/site.css", **packed).getheader("Vary") == "Accept-Encoding"


def test_unchanged_file_is_not_sent_again(get):
    """The answer is short, as the page for operators says."""
    tag = get("en/start.md").getheader("ETag")

    assert get("en/start.md", **{"If-None-Match": tag}).status == 304


@pytest.mark.parametrize(
    "name",
    [".fingerprint.json", "_nginx.conf", "_headers", ".htaccess", "en/.hidden", "no"],
)
def test_what_is_not_for_readers_is_not_there(get, name):
    """As little as what never was; Apache says that `.ht*` is forbidden."""
    assert get(name).status in (404, 403 if name == ".htaccess" else 404)


def test_certificates_can_be_renewed(get):
    """The one folder with a dot that others ask for."""
    assert get(".well-known/acme").status == 200
