using System.Globalization;
using Bench.Micro;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

const double Target = 1.5;

// In this process: another one would be built by a project that is generated somewhere else, with other packages.
if (!args.Contains("--ratio"))
{
    var job = (args.Contains("--quick") ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
    BenchmarkRunner.Run<VerifyBenchmark>(DefaultConfig.Instance.AddJob(job));
}

var reached = true;
foreach (var algorithm in (string[])["RS256", "ES256"])
{
    var benchmark = new VerifyBenchmark { Algorithm = algorithm };
    benchmark.Setup();
    var (bare, whole) = await Duel.RunAsync(() => new(benchmark.Bare()), benchmark.Verify);
    var ratio = whole / bare;
    reached &= ratio <= Target;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{algorithm}: signature {bare:F1} us, whole {whole:F1} us, ratio {ratio:F2} (target <= {Target:F1}: {(ratio <= Target ? "reached" : "missed")})"));
}
return reached ? 0 : 1;
