"""Writes the securesystemslib samples; the format is that of securesystemslib 0.x (ed25519_keys and rsa_keys modules)."""
import binascii, hashlib, hmac, json
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

seed = hashlib.sha256(b"securesystemslib sample").digest()
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()
base = {"keytype": "ed25519", "scheme": "ed25519", "keyid_hash_algorithms": ["sha256", "sha512"]}
open("sslib-ed25519.pub.json", "w").write(json.dumps({**base, "keyval": {"public": public}}))
secret = json.dumps({**base, "keyval": {"public": public, "private": seed.hex()}})
open("sslib-ed25519.json", "w").write(secret)
salt, iv, rounds = bytes(range(16)), bytes(range(16, 32)), 100000
key = hashlib.pbkdf2_hmac("sha256", b"open sesame", salt, rounds, 32)
enc = Cipher(algorithms.AES(key), modes.CTR(iv)).encryptor()
text = enc.update(secret.encode()) + enc.finalize()
mac = hmac.new(key, text, hashlib.sha256).hexdigest()
open("sslib-ed25519-locked", "w").write("@@@@".join([salt.hex(), str(rounds), mac, iv.hex(), text.hex()]))
