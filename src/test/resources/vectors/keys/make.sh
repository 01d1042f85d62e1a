#!/bin/sh
# Makes the key files of this folder anew; they were made once with OpenSSL 3.0.19 and OpenSSH 9.2p1 and are kept, so
# that the tests do not depend on programs. The keys protect nothing. Passphrase of every encrypted file: "open sesame".
set -eu
pass="open sesame"
e() { openssl "$@" 2>/dev/null; }

e genpkey -algorithm ed25519 -out ed25519.pk8.pem
e ecparam -name prime256v1 -genkey -out p256.sec1.pem
e ecparam -name secp384r1 -genkey -noout -out p384.sec1.pem
e ecparam -name secp521r1 -genkey -noout -out p521.sec1.pem
e genrsa -traditional -out rsa2048.pk1.pem 2048

e pkcs8 -topk8 -nocrypt -in p256.sec1.pem -out p256.pk8.pem
e ec -in p384.sec1.pem -no_public -out p384.nopublic.pem
e ec -in p521.sec1.pem -conv_form compressed -out p521.compressed.pem
e pkcs8 -topk8 -in ed25519.pk8.pem -passout "pass:$pass" -v2 aes-256-cbc -v2prf hmacWithSHA256 -out ed25519.pbkdf2.pem
e pkcs8 -topk8 -in p256.sec1.pem -passout "pass:$pass" -v2 aes-128-cbc -v2prf hmacWithSHA1 -out p256.pbkdf2-sha1.pem
e pkcs8 -topk8 -in rsa2048.pk1.pem -passout "pass:$pass" -v2 aes-192-cbc -v2prf hmacWithSHA512 -out rsa2048.pbkdf2-sha512.pem
e pkcs8 -topk8 -in p384.sec1.pem -passout "pass:$pass" -scrypt -out p384.scrypt.pem
e rsa -in rsa2048.pk1.pem -traditional -aes256 -passout "pass:$pass" -out rsa2048.dek.pem
e ec -in p256.sec1.pem -aes128 -passout "pass:$pass" -out p256.dek.pem
for key in ed25519.pk8 p256.sec1 p384.sec1 p521.sec1 rsa2048.pk1; do
    e pkey -in "$key.pem" -pubout -out "${key%%.*}.pub.pem"
done
e rsa -in rsa2048.pk1.pem -RSAPublicKey_out -out rsa2048.pub-pk1.pem

# whole, and of no use to Bulla
e genpkey -algorithm ed448 -out no.ed448.pem
e ecparam -name secp256k1 -genkey -noout -out no.secp256k1.pem
e ecparam -name prime256v1 -param_enc explicit -genkey -noout -out no.explicit.pem
e genrsa -traditional -out no.rsa1024.pem 1024
e pkcs8 -topk8 -in ed25519.pk8.pem -passout "pass:$pass" -v2 des3 -out no.des3.pem
e pkcs8 -topk8 -in ed25519.pk8.pem -passout "pass:$pass" -v1 PBE-SHA1-3DES -out no.pkcs12.pem

ssh() { rm -f "$1" "$1.pub"; ssh-keygen -q -C "a comment" -f "$@"; }
ssh ssh-ed25519 -t ed25519 -N ""
ssh ssh-ed25519-locked -t ed25519 -N "$pass" -a 4
ssh ssh-p256 -t ecdsa -b 256 -N ""
ssh ssh-p384-locked -t ecdsa -b 384 -N "$pass" -a 4 -Z aes256-cbc
ssh ssh-p521 -t ecdsa -b 521 -N ""
ssh ssh-rsa-locked -t rsa -b 2048 -N "$pass" -a 4 -Z aes128-ctr
ssh no.ssh-gcm -t ed25519 -N "$pass" -a 4 -Z aes256-gcm@openssh.com
rm -f no.ssh-gcm.pub
