package dev.bulla.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which attacks a test holds off. Attacks are known by the ids of {@code src/test/resources/security/attacks.txt};
 * {@code docs/security-tests.md} is made from that list and these annotations.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Attack {
    /** The ids, such as {@code T7} or {@code P17}. */
    String[] value();
}
