package dev.holdfast.emulator.generated;

/**
 * One kind of resource in the mix.
 *
 * @param name its name in the templates
 * @param number its place in the mix, from 0
 * @param share its part of all resources, against the shares of the others; 0 for kinds that are not shared out
 * @param each how many there are in each place instead; they count as settings and not as resources
 * @param place where it is found
 */
record Kind(String name, int number, long share, long each, Place place) {
    /** Where resources of a kind are found. */
    enum Place {
        /** In every region of every account. */
        REGION,
        /** In every account, whatever region is asked. */
        ACCOUNT,
        /** In the management account, whatever region is asked. */
        MANAGEMENT,
        /** In the home region of the management account. */
        MANAGEMENT_HOME,
        /** One for each account of the organization, told in the management account. */
        MEMBERS
    }
}
