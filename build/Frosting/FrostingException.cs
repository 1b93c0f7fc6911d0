namespace Cake.Frosting;

/// <summary>The host was put together wrongly.</summary>
public sealed class FrostingException(string message) : Exception(message);
