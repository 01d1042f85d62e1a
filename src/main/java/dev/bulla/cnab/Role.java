package dev.bulla.cnab;

import java.util.Optional;

/** What a child of a bundle index is: the value of its annotation {@code io.cnab.manifest.type}. */
public enum Role {
    /** The manifest that carries {@code bundle.json} as its config. */
    CONFIG("config"),
    /** An invocation image. */
    INVOCATION("invocation"),
    /** A component image, with its name in a second annotation. */
    COMPONENT("component");

    /** Descriptor annotation that holds the role. */
    public static final String ANNOTATION = "io.cnab.manifest.type";

    /** Descriptor annotation that holds the key of a component image in {@code images}. */
    public static final String COMPONENT_NAME = "io.cnab.component.name";

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    /** The annotation's value. */
    public String wireName() {
        return wireName;
    }

    /** The role with this annotation value, or empty for any other value. */
    public static Optional<Role> named(String wireName) {
        for (Role role : values()) {
            if (role.wireName.equals(wireName)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
