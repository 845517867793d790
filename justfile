# Thin names for `cargo xtask`; nothing is done here that cannot be done without `just`.

# List the recipes
default:
    @just --list

# Build everything and start the portal with its simulator
run *args:
    cargo xtask run {{args}}

# Every test: domain, both databases, API, browser
test *args:
    cargo xtask test {{args}}

# Build the SPA and hold it to its size budget
web *args:
    cargo xtask web {{args}}

# Format, clippy, interface descriptions, licences, texts, file lengths
lint *args:
    cargo xtask lint {{args}}

# Write what is generated: openapi/openapi.json and pages of docs/
generate:
    cargo xtask openapi
    cargo xtask docs

# Measure the release build
bench *args:
    cargo xtask bench {{args}}

# Kill, starve and slow the portal, and check that nothing is lost
chaos *args:
    cargo xtask chaos {{args}}

# All that a change must pass
ci:
    .ci/run
