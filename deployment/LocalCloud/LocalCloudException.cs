namespace Layercake.LocalCloud;

/// <summary>The local cloud could not start; the message says why and what to do.</summary>
public sealed class LocalCloudException : Exception
{
    public LocalCloudException(string message) : base(message)
    {
    }

    public LocalCloudException(string message, Exception inner) : base(message, inner)
    {
    }
}
