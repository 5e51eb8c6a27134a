package dev.holdfast.aws;

import software.amazon.awssdk.core.SdkPojo;

/**
 * One operation as the SDK's generated code has it.
 *
 * @param service the service
 * @param name the API name as AWS documents it
 * @param method the client's method name
 * @param request the request class
 * @param response the response class
 */
record SdkOperation(ServiceNames.Service service, String name, String method, Class<?> request, Class<?> response) {

    /** A new, empty builder of the request. */
    SdkPojo newRequest() {
        return builderOf(request);
    }

    /** A new, empty builder of the answer. */
    SdkPojo newResponse() {
        return builderOf(response);
    }

    private static SdkPojo builderOf(Class<?> type) {
        try {
            return (SdkPojo) SdkMethods.builder(type, type.getName() + "$Builder");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the SDK class " + type.getName() + " has no builder", e);
        }
    }
}
