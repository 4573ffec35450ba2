#!/bin/sh
# Makes the secrets of a new environment, once: azd keeps them with its other values.
set -eu

make_secret() {
  if ! azd env get-values | grep -q "^$1="; then
    azd env set "$1" "$(openssl rand -hex 32)"
  fi
}

make_secret OPSTRAILS_SETUP_TOKEN
make_secret OPSTRAILS_PROTECTION_SECRET
