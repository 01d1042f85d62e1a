package dev.bulla.cli.frame;

/** How many columns a line on the terminal can have. */
final class Width {
    /** What terminals have had since punched cards. */
    private static final int USUAL = 80;

    private static final int WIDEST = 1000;

    private final World world;

    Width(World world) {
        this.world = world;
    }

    /** {@code COLUMNS}, else what the terminal says, else 80. */
    int columns() {
        String told = world.environment().variable(Variable.COLUMNS);
        if (told != null && told.length() <= 4 && told.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int columns = Integer.parseInt(told);
            if (columns > 0) {
                return Math.min(columns, WIDEST);
            }
        }
        return world.console().terminal().columns().orElse(USUAL);
    }
}
