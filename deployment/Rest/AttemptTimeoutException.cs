namespace Layercake.Rest;

/// <summary>The service gave no answer within the time that one attempt may take.</summary>
public sealed class AttemptTimeoutException(string message) : HttpRequestException(HttpRequestError.Unknown, message);
