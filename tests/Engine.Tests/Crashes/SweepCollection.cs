namespace Layercake.Engine.Tests.Crashes;

/// <summary>
/// Sweeps pretend to be machines of their own by the folder for temporary files, which is the whole process's, so nothing runs beside them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SweepCollection
{
    public const string Name = "sweeps";
}
