package dev.holdfast.model;

/**
 * One thing wrong with a file that a person wrote.
 *
 * @param file the file, relative to its folder
 * @param line line, from 1; 0 when the whole file is meant
 * @param column column, from 1; 0 when unknown
 * @param problem what is wrong, with the user's own words in backticks
 * @param mend what to do
 */
public record ContentError(String file, int line, int column, String problem, String mend) {
    @Override
    public String toString() {
        String place = line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
        return place + ": " + problem + (mend.isEmpty() ? "" : ". " + mend);
    }
}
