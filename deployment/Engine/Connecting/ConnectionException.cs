namespace Layercake.Engine.Connecting;

/// <summary>The environment does not say enough to connect; the message says what is missing.</summary>
public sealed class ConnectionException(string message) : Exception(message);
