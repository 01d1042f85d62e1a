package dev.bulla.inspect;

import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;

/** A program that opens a socket, says nothing, and stays. */
public final class SocketHolder {
    private SocketHolder() {}

    /** Holds the socket for a minute. */
    public static void main(String... arguments) throws Exception {
        try (DatagramChannel channel = DatagramChannel.open()) {
            for (int second = 0; second < 60 && channel.isOpen(); second++) {
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }
}
