using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Layercake.Testing;

/// <summary>A named pipe of POSIX, which whoever opens it waits at.</summary>
[UnsupportedOSPlatform("windows")]
public static class NamedPipe
{
    private const int ReadAndWrite = 0b110_110_110;

    public static void Create(string path)
    {
        if (MakePipe(path, ReadAndWrite) != 0)
            throw new IOException($"{path} could not be made: error {Marshal.GetLastPInvokeError()}.");
    }

    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true)]
    private static extern int MakePipe([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);
}
