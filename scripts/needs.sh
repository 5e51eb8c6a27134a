# Sourced by ./test: installs what the tests use beside the build's own libraries.

need_browser() { # a real browser, for the tests that open the HTML
    command -v chromium >/dev/null 2>&1 && return 0
    command -v chromium-browser >/dev/null 2>&1 && return 0
    command -v google-chrome >/dev/null 2>&1 && return 0
    echo "test: installing Chromium for the tests that open the HTML in a browser." >&2
    if command -v apt-get >/dev/null 2>&1; then
        as=''
        [ "$(id -u)" -eq 0 ] || as='sudo -n'
        if $as apt-get update -qq >/dev/null 2>&1 &&
            DEBIAN_FRONTEND=noninteractive $as apt-get install -y -qq chromium >/dev/null 2>&1; then
            return 0
        fi
    fi
    echo "test: Chromium could not be installed. Install it (for example: apt-get install chromium) and try again." >&2
    return 1
}
