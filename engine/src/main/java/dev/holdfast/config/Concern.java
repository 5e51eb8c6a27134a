package dev.holdfast.config;

/** One thing that can be wrong with a file of the right form. */
interface Concern {
    /**
     * Adds what is wrong.
     *
     * @param top the whole document; its form may be wrong, which is for others to say
     * @param ground what it is held against
     * @param say where problems go
     */
    void look(Branch top, Ground ground, Complaints say);
}
