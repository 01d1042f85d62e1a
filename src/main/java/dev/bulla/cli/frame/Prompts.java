package dev.bulla.cli.frame;

import dev.bulla.cli.term.Terminal;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Asks the person at the terminal, never a pipe (cli.md sections 1 and 10): only when standard input and standard error
 * are terminals and {@code CI} is unset; otherwise the call fails and names what answers instead.
 */
public final class Prompts {
    /** A passphrase file is a line of text, not a disk image given by mistake. */
    private static final int MAX_PASSPHRASE_FILE = 4096;

    private final World world;
    private final Map<String, char[]> answered = new HashMap<>();

    Prompts(World world) {
        this.world = world;
    }

    /** The passphrase of an existing key, a copy to be wiped: from the environment, else asked once for each key. */
    public char[] passphraseOf(String keyName) {
        Optional<char[]> given = fromEnvironment();
        if (given.isPresent()) {
            return given.get();
        }
        char[] known = answered.get(keyName);
        if (known == null) {
            known = ask("passphrase of key " + keyName + ": ", keyName);
            answered.put(keyName, known);
        }
        return known.clone();
    }

    /** The passphrase of a key that is about to be written: from the environment, else asked twice. */
    public char[] newPassphraseOf(String keyName) {
        Optional<char[]> given = fromEnvironment();
        if (given.isPresent()) {
            return given.get();
        }
        char[] first = ask("new passphrase of key " + keyName + ": ", keyName);
        char[] second = ask("the same again: ", keyName);
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same) {
            throw new KeyException("the two passphrases of key " + keyName + " differ; nothing was written");
        }
        if (first.length == 0) {
            throw new KeyException("the passphrase of key " + keyName + " is empty; nothing was written");
        }
        return first;
    }

    /**
     * Asks whether to go on; anything but {@code y} or {@code yes} is no.
     *
     * @param consequence what happens if the answer is yes, a sentence without its end
     * @throws UsageException when there is nobody to ask; the message names {@code --yes}
     */
    public boolean confirm(String consequence) {
        if (!canAsk()) {
            throw new UsageException(consequence + "; there is no terminal to ask on", "give --yes to go on");
        }
        String answer = terminal().readLine(consequence + "; go on? [y/N] ").orElse("");
        return answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes");
    }

    /**
     * Asks for a user name and a password.
     *
     * @param <T> what both become
     * @throws UsageException when there is nobody to ask; the message names the flags
     */
    public <T> T login(String host, BiFunction<String, String, T> result) {
        if (!canAsk()) {
            throw new UsageException(
                    "there is no terminal to ask for the login of " + host, "give --username and --password-stdin");
        }
        String user =
                terminal().readLine("user name at " + host + ": ").orElse("").strip();
        char[] password = terminal().readSecret("password of " + user + ": ").orElse(new char[0]);
        if (user.isEmpty() || password.length == 0) {
            throw new UsageException("no user name or no password was given");
        }
        return result.apply(user, new String(password));
    }

    /** True when a person can be asked. */
    public boolean canAsk() {
        return terminal().in() && terminal().err() && !world.environment().has(Variable.CI);
    }

    private char[] ask(String prompt, String keyName) {
        if (!canAsk()) {
            throw new KeyException(
                    "the passphrase of key " + keyName + " is needed and there is no terminal to ask on",
                    "set BULLA_PASSPHRASE or BULLA_PASSPHRASE_FILE");
        }
        return terminal()
                .readSecret(prompt)
                .orElseThrow(() -> new KeyException("no passphrase was given for key " + keyName));
    }

    private Optional<char[]> fromEnvironment() {
        String given = world.environment().variable(Variable.BULLA_PASSPHRASE);
        if (given != null) {
            return Optional.of(given.toCharArray());
        }
        String file = world.environment().variable(Variable.BULLA_PASSPHRASE_FILE);
        return file == null
                ? Optional.empty()
                : Optional.of(firstLine(world.environment().path(file)));
    }

    private static char[] firstLine(Path file) {
        try {
            if (Files.size(file) > MAX_PASSPHRASE_FILE) {
                throw new KeyException("BULLA_PASSPHRASE_FILE " + file + " has more than " + MAX_PASSPHRASE_FILE
                        + " bytes; it should hold one line");
            }
            String text = Files.readString(file);
            int end = text.indexOf('\n');
            String line = end < 0 ? text : text.substring(0, end);
            return (line.endsWith("\r") ? line.substring(0, line.length() - 1) : line).toCharArray();
        } catch (IOException e) {
            throw new KeyException("BULLA_PASSPHRASE_FILE " + file + " cannot be read: " + e, e);
        }
    }

    private Terminal terminal() {
        return world.console().terminal();
    }
}
