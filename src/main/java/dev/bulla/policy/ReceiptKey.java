package dev.bulla.policy;

import dev.bulla.crypto.PublicKey;

/**
 * A key that may sign freshness receipts (trust.md section 10.2). It can say when genuine metadata was seen valid, and
 * nothing else.
 *
 * @param name what the policy calls it
 * @param key the key
 */
public record ReceiptKey(String name, PublicKey key) {}
