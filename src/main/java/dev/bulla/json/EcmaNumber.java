package dev.bulla.json;

import java.math.BigDecimal;

/** A double as ECMAScript prints it (ECMA-262 section 6.1.6.1.20, the number form of RFC 8785 section 3.2.2.3). */
final class EcmaNumber {
    private EcmaNumber() {}

    static String format(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw JsonException.malformed("number beyond the range of a double");
        }
        if (value == 0) {
            return "0";
        }
        // Double.toString gives the shortest digits that round back (JDK 19 and later)
        BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int pointAfter = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + place(digits, pointAfter);
    }

    /** {@code digits} with the decimal point after {@code n} of them; exponents from 10^21 and below 10^-6. */
    private static String place(String digits, int n) {
        int k = digits.length();
        if (k <= n && n <= 21) {
            return digits + "0".repeat(n - k);
        }
        if (0 < n && n <= 21) {
            return digits.substring(0, n) + "." + digits.substring(n);
        }
        if (-6 < n && n <= 0) {
            return "0." + "0".repeat(-n) + digits;
        }
        int exponent = n - 1;
        String mantissa = k == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }
}
