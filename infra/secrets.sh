#!/bin/sh
# Creates the secrets of a new environment once. azd keeps them with its other values.
set -eu

create_secret() {
  if ! azd env get-values | grep -q "^$1="; then
    azd env set "$1" "$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')"
  fi
}

create_secret OPSTRAILS_SETUP_TOKEN
create_secret OPSTRAILS_PROTECTION_SECRET
