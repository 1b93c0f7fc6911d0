namespace Layercake.LocalCloud;

/// <summary>The local cloud could not start; the message says why and what to do.</summary>
public class LocalCloudException : Exception
{
    public LocalCloudException(string message)
        : base(message) { }

    public LocalCloudException(string message, Exception inner)
        : base(message, inner) { }
}

/// <summary>Another local cloud uses the state directory; it may be free again later.</summary>
public sealed class LocalCloudBusyException(string message, Exception inner) : LocalCloudException(message, inner);
