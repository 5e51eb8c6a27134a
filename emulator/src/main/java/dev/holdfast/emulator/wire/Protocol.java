package dev.holdfast.emulator.wire;

/** The protocols of AWS services, told apart by what a request looks like. */
public enum Protocol {
    /** JSON body, operation in the X-Amz-Target header. */
    JSON,
    /** Form body with an Action, XML answer. */
    QUERY,
    /** As QUERY, in the spelling of EC2. */
    EC2,
    /** Method and path, JSON body. */
    REST_JSON,
    /** Method and path, XML body. */
    REST_XML
}
