using System.ComponentModel;
using System.Diagnostics;

namespace Layercake.LocalCloud.Apis.Jobs.Notebooks;

/// <summary>The Python of this machine that executes notebooks, looked for at its first use.</summary>
/// <param name="command">What it is called; null for <c>python3</c>, or <c>python</c> where that is its name.</param>
public sealed class PythonRuntime(string? command = null)
{
    private const string WhereAreYou = "import sys; print(sys.executable if sys.version_info >= (3, 8) else '')";

    private readonly Lazy<Task<string?>> path = new(() => FindAsync(command is null ? ["python3", "python"] : [command]));

    /// <summary>The full path of the interpreter itself, past whatever starts it; null when this machine has none from 3.8 on.</summary>
    public Task<string?> PathAsync => path.Value;

    private static async Task<string?> FindAsync(string[] names)
    {
        foreach (var name in names)
            if (await AskAsync(name) is { Length: > 0 } found && File.Exists(found))
                return found;

        return null;
    }

    private static async Task<string?> AskAsync(string name)
    {
        var start = new ProcessStartInfo(name, ["-I", "-c", WhereAreYou])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var answer = await process.StandardOutput.ReadToEndAsync();
            await errors;
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? answer.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
