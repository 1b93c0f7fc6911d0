namespace Layercake.LocalCloud.Hosting;

/// <summary>Files that only their owner may read, from the moment they exist.</summary>
internal static class PrivateFile
{
    public static FileStream Create(string path) => Open(path, FileMode.Create);

    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        return new FileStream(path, options);
    }
}
