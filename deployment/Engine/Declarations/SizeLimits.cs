namespace Layercake.Engine.Declarations;

/// <summary>How large a file may be that is deployed as it is, in bytes.</summary>
internal static class SizeLimits
{
    /// <summary>What the service imports from a request in JSON, and gives back in an export: the limit of every notebook.</summary>
    public const long Notebook = 10 * 1024 * 1024;

    /// <summary>Of a file that is no notebook. The service takes 500 MB; the rest is left to the form around it.</summary>
    public const long PlainFile = 450 * 1024 * 1024;

    /// <summary>The service documents none; what is larger is no script.</summary>
    public const long InitScript = Notebook;
}
