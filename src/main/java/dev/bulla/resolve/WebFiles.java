package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.registry.PlainGet;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;

/**
 * Files below an address of a web server.
 *
 * @param get the client
 * @param base the address, with or without a slash at its end
 */
record WebFiles(PlainGet get, String base) implements PlainFiles {
    @Override
    public Optional<Bytes> get(String address, int limit) {
        return get.get(URI.create(shown(address)), limit);
    }

    @Override
    public boolean download(String address, OutputStream sink, long limit) {
        return get.download(URI.create(shown(address)), sink, limit);
    }

    @Override
    public String shown(String address) {
        return base + (base.endsWith("/") ? "" : "/") + address;
    }
}
