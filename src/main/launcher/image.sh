#!/bin/sh
# Makes target/image of target/bulla: Bulla with a runtime of its own, for machines without Java. Run by `mvn package -P image`.
set -eu

home=${TOOLCHAIN_JAVA_HOME:-${JAVA_HOME:?"no JDK to take a runtime from"}}
rm -rf target/image
cp -Rp target/bulla target/image
"$home/bin/jlink" --strip-debug --no-header-files --no-man-pages --output target/image/runtime --add-modules \
    java.base,java.logging,java.management,java.naming,java.security.jgss,java.sql,java.xml,jdk.crypto.cryptoki,jdk.unsupported,jdk.zipfs
unset BULLA_JAVA JAVA_HOME
target/image/bin/bulla-prepare
# it has to start where there is nothing but a shell
env -i PATH=/bin HOME=/nowhere target/image/bin/bulla version
