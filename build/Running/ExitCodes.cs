namespace Build.Running;

/// <summary>What the exit code of the host says.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Something was tried and failed, or a service was busy or could not be reached.</summary>
    public const int Failed = 1;

    /// <summary>Declarations, the environment or the arguments are wrong; nothing was written.</summary>
    public const int Wrong = 2;

    /// <summary>What was asked for may not be done now; nothing was written.</summary>
    public const int Refused = 3;

    /// <summary>All went well with what could be deployed; assets with errors were left out, as was asked for.</summary>
    public const int AssetsSkipped = 4;

    /// <summary>SIGINT, as shells count it.</summary>
    public const int Interrupted = 130;

    /// <summary>SIGTERM, as shells count it.</summary>
    public const int Terminated = 143;
}
