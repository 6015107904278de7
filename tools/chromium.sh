#!/bin/sh
# The browser tests want Debian's Chromium. Where it cannot be installed they are skipped, or fail with CI=true.
set -u
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium for the browser tests"
    apt-get install -y -qq chromium >/dev/null 2>&1 ||
        { apt-get update -qq && apt-get install -y -qq chromium >/dev/null 2>&1; } || true
fi
command -v chromium >/dev/null 2>&1 || echo "There is no chromium: 'apt-get install chromium' lets the browser tests run."
exit 0
