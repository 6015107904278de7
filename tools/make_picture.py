"""Make docs/console.png: run the demonstration, sign in with a real Chromium, take the control tower's picture."""

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).resolve().parent.parent / "docs/console.png"
PORT = "8765"


def main() -> None:
    """Run the demonstration until it says where it is, take the picture, stop it."""
    command = [sys.executable, "-m", "packhorse.cli", "demo", "--port", PORT]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        said = next(line for line in running.stdout or () if "password:" in line)
        password = re.search(r"password: (\S+)", said)
        if password is None:
            sys.exit(f"The demonstration did not say its password: {said}")
        _take(password[1])
    finally:
        running.terminate()
        running.wait(timeout=30)


def _take(password: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(f"http://localhost:{PORT}/", wait_until="networkidle")
        page.fill("#id_username", "demo")
        page.fill("#id_password", password)
        page.click("main button")
        page.wait_for_url("**/tower")
        page.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    main()
