package dev.bulla.cli.frame;

/** Every variable that the program reads (cli.md section 5); the help topic is written from this table. */
public enum Variable {
    /** Passphrase of key files. */
    BULLA_PASSPHRASE("passphrase of key files"),
    /** File with the passphrase. */
    BULLA_PASSPHRASE_FILE("file whose first line is the passphrase of key files"),
    /** Configuration directory. */
    BULLA_CONFIG_DIR("configuration, keys and pinned roots; else $XDG_CONFIG_HOME/bulla, else ~/.config/bulla"),
    /** Cache directory. */
    BULLA_CACHE_DIR("cache; else $XDG_CACHE_HOME/bulla, else ~/.cache/bulla; safe to delete"),
    /** What keeps published artifacts. */
    BULLA_PIN("carrier or tags: what --pin says where it is not given"),
    /** Base of configuration directories. */
    XDG_CONFIG_HOME("see BULLA_CONFIG_DIR"),
    /** Base of cache directories. */
    XDG_CACHE_HOME("see BULLA_CACHE_DIR"),
    /** JDK for the launcher. */
    BULLA_JAVA("JDK or java program that the launcher starts; else the newest one >= 21 that is found"),
    /** Options for the virtual machine. */
    BULLA_JAVA_OPTS("further options for the virtual machine, separated by spaces; read by the launcher"),
    /** The user's directory. */
    HOME("home directory"),
    /** Where credential helpers are found. */
    PATH("where credential helpers and the launcher's java are found"),
    /** Session directory. */
    XDG_RUNTIME_DIR("session directory, where other tools keep registry credentials"),
    /** Docker's configuration directory. */
    DOCKER_CONFIG("directory of config.json with registry credentials; else ~/.docker"),
    /** Credential file. */
    REGISTRY_AUTH_FILE("registry credentials; asked before DOCKER_CONFIG"),
    /** Additional TLS roots. */
    SSL_CERT_FILE("further TLS roots, PEM"),
    /** Proxy for HTTPS. */
    HTTPS_PROXY("proxy for https"),
    /** Proxy for HTTP. */
    HTTP_PROXY("proxy for http"),
    /** Hosts without proxy. */
    NO_PROXY("hosts and domains that are reached without proxy"),
    /** No colour. */
    NO_COLOR("no colour"),
    /** Colour without terminal. */
    CLICOLOR_FORCE("colour even when the output is no terminal"),
    /** Kind of terminal. */
    TERM("dumb: no colour and no bar"),
    /** Width of the terminal. */
    COLUMNS("width of the terminal"),
    /** Automation. */
    CI("no bar and no question"),
    /** Time for artifacts. */
    SOURCE_DATE_EPOCH("seconds since 1970 written into artifacts as their time; never used to judge expiry");

    private final String meaning;

    Variable(String meaning) {
        this.meaning = meaning;
    }

    /** One line for help. */
    public String meaning() {
        return meaning;
    }
}
